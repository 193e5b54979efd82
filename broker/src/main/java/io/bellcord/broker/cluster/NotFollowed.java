package io.bellcord.broker.cluster;

import java.io.Serial;

/** What other nodes know of a provider cannot be had at the moment: what this one knows is all there is. */
final class NotFollowed extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NotFollowed() {
        super("other nodes' positions cannot be had at the moment", null, false, false);
    }
}

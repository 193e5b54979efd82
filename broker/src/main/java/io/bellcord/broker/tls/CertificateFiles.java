package io.bellcord.broker.tls;

import java.nio.file.Path;

/** Where the server's certificate is kept, with the certificates between it and its authority, and where its key is. */
public record CertificateFiles(Path certificate, Path privateKey) {
    /** Both as they were at one look. */
    record Content(FileText certificate, FileText privateKey) {}

    /**
     * By their names each time: a file that was renamed into place, and a link that points elsewhere now, are seen as what
     * they are now.
     */
    Content read() {
        return new Content(FileText.of(certificate), FileText.of(privateKey));
    }
}

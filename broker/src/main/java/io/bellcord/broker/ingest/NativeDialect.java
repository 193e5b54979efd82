package io.bellcord.broker.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bellcord.broker.json.PositionDraft;
import io.bellcord.broker.json.PositionReader;
import java.io.IOException;
import java.util.List;

/** Position JSON version 1, with the earlier fixes of a buffered upload in {@code f}. */
final class NativeDialect implements Dialect {
    @Override
    public List<String> marks() {
        return List.of("ts");
    }

    @Override
    public void read(JsonParser parser, Fixes fixes) throws IOException {
        PositionDraft main = PositionReader.read(parser, (key, at) -> {
            boolean mine = key.equals("f");
            if (mine) {
                readEarlier(at, fixes);
            }
            return mine;
        });
        fixes.main(main);
    }

    private static void readEarlier(JsonParser parser, Fixes fixes) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            skipBad(parser, fixes);
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                fixes.earlier(PositionReader.read(parser));
            } else {
                skipBad(parser, fixes);
            }
        }
    }

    private static void skipBad(JsonParser parser, Fixes fixes) throws IOException {
        fixes.badEarlier();
        parser.skipChildren();
    }
}

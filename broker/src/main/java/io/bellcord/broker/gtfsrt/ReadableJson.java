package io.bellcord.broker.gtfsrt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A message as JSON, with the names of its .proto. Not protobuf's own mapping, which would write 64-bit numbers as text. */
final class ReadableJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReadableJson() {}

    static byte[] write(Message message) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator to = JSON.createGenerator(bytes)) {
            write(message, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Message message, JsonGenerator to) throws IOException {
        to.writeStartObject();
        for (var field : message.getAllFields().entrySet()) {
            to.writeFieldName(field.getKey().getName());
            write(field.getKey(), field.getValue(), to);
        }
        to.writeEndObject();
    }

    private static void write(FieldDescriptor field, Object value, JsonGenerator to) throws IOException {
        if (field.isRepeated()) {
            to.writeStartArray();
            for (Object each : (List<?>) value) {
                write(each, to);
            }
            to.writeEndArray();
        } else {
            write(value, to);
        }
    }

    private static void write(Object value, JsonGenerator to) throws IOException {
        switch (value) {
            case Message message -> write(message, to);
            case EnumValueDescriptor word -> to.writeString(word.getName());
            case Float number -> to.writeNumber(number);
            case Double number -> to.writeNumber(number);
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            case Boolean flag -> to.writeBoolean(flag);
            default -> to.writeString(value.toString());
        }
    }
}

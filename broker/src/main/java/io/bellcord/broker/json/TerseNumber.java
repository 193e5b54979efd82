package io.bellcord.broker.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Numbers with no digit that says nothing: {@code 127}, not {@code 127.0}; never an exponent. */
final class TerseNumber {
    private static final int LONGEST = 24;
    private static final int TEN = 10;

    private TerseNumber() {}

    /**
     * Writes a number rounded to some decimals.
     *
     * @param value finite and at most 1e10 in size, so that seven decimals fit a {@code long}
     */
    static void write(JsonGenerator to, double value, int decimals) throws IOException {
        char[] digits = new char[LONGEST];
        int start = layOut(Math.round(value * Math.powExact(TEN, decimals)), decimals, digits);
        to.writeNumber(digits, start, LONGEST - start);
    }

    /** Fills from the right, as one does by hand; answers where the first character stands. */
    private static int layOut(long scaled, int decimals, char[] digits) {
        long rest = Math.abs(scaled);
        int at = LONGEST;
        for (int i = 0; i < decimals; i++) {
            if (at < LONGEST || rest % TEN != 0) {
                digits[--at] = (char) ('0' + rest % TEN);
            }
            rest /= TEN;
        }
        if (at < LONGEST) {
            digits[--at] = '.';
        }
        do {
            digits[--at] = (char) ('0' + rest % TEN);
            rest /= TEN;
        } while (rest > 0);
        if (scaled < 0) {
            digits[--at] = '-';
        }
        return at;
    }
}

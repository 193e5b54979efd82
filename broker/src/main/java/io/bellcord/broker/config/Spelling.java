package io.bellcord.broker.config;

import static java.util.Comparator.comparingInt;

import java.util.Optional;
import java.util.stream.Stream;

/** Finds what somebody probably meant. */
final class Spelling {
    private static final int MOST_SLIPS = 3;

    private Spelling() {}

    /** The candidate that differs least, if it differs by few letters. */
    static Optional<String> nearest(String word, Stream<String> candidates) {
        return candidates
                .filter(candidate -> distance(word, candidate) <= MOST_SLIPS)
                .min(comparingInt(candidate -> distance(word, candidate)));
    }

    /** Levenshtein's: letters to add, drop or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

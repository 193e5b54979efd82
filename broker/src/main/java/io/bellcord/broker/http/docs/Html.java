package io.bellcord.broker.http.docs;

/** HTML that grows; every text in it is escaped. */
final class Html {
    private final StringBuilder text = new StringBuilder(64 * 1024);

    /** What is HTML already, a literal of the program's. */
    Html raw(String html) {
        text.append(html);
        return this;
    }

    Html text(String plain) {
        for (int i = 0; i < plain.length(); i++) {
            switch (plain.charAt(i)) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> text.append(plain.charAt(i));
            }
        }
        return this;
    }

    /** An element that holds nothing but a text; none where there is no text. */
    Html element(String name, String plain) {
        return plain.isEmpty() ? this : raw("<" + name + ">").text(plain).raw("</" + name + ">\n");
    }

    /** One element for each paragraph. */
    Html paragraphs(String plain) {
        for (String paragraph : plain.strip().split("\n\\s*\n")) {
            element("p", paragraph.replace('\n', ' '));
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

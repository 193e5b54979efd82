package io.bellcord.broker.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Whom a certificate's subject names; of an attribute that stands there twice nothing is believed.
 *
 * @param organization O: the provider
 * @param commonName CN: the bus
 */
record CertificateSubject(Optional<String> organization, Optional<String> commonName) {
    static CertificateSubject of(X500Principal subject) {
        try {
            List<Rdn> parts = new LdapName(subject.getName(X500Principal.RFC2253)).getRdns();
            return new CertificateSubject(only(parts, "O"), only(parts, "CN"));
        } catch (InvalidNameException e) {
            return new CertificateSubject(Optional.empty(), Optional.empty());
        }
    }

    private static Optional<String> only(List<Rdn> parts, String type) {
        List<Object> values = new ArrayList<>();
        for (Rdn part : parts) {
            Attribute attribute = part.toAttributes().get(type); // one part may name several
            if (attribute != null) {
                addAll(values, attribute);
            }
        }
        return values.size() == 1 && values.getFirst() instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static void addAll(List<Object> values, Attribute attribute) {
        try {
            for (int i = 0; i < attribute.size(); i++) {
                values.add(attribute.get(i));
            }
        } catch (NamingException e) {
            throw new IllegalStateException(e); // of directories that are asked, which this is not
        }
    }
}

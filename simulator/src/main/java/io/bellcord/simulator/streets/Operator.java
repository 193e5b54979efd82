package io.bellcord.simulator.streets;

/** The two providers of the demo, and whose routes on the map are whose. */
public enum Operator {
    CAM("cam", "Compagnie des Autobus de Monaco"),
    AZUR("azur", "Azur: Zest and Zou !");

    private final String provider;
    private final String displayName;

    Operator(String provider, String displayName) {
        this.provider = provider;
        this.displayName = displayName;
    }

    /** The city's own company has its routes; the companies that come in from the coast share a provider. */
    public static Operator named(String operator) {
        return operator.equals(CAM.displayName) ? CAM : AZUR;
    }

    /** The provider id, as it stands in topics. */
    public String provider() {
        return provider;
    }

    public String displayName() {
        return displayName;
    }
}

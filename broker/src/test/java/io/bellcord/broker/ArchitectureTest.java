package io.bellcord.broker;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/ARCHITECTURE.md as rules. */
class ArchitectureTest {
    private static final String ROOT = "io.bellcord.broker";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** An outside library to the packages that may use it. */
    private static final Map<String, String[]> HOMES = Map.ofEntries(
            entry("io.moquette..", in("mqtt")),
            entry("org.jooq..", in("provider", "audit", "accounts", "gtfs")),
            entry("io.jsonwebtoken..", in("auth")),
            entry("io.javalin..", in("http")),
            entry("redis.clients..", in("redis", "positions", "cluster")),
            entry("io.netty..", in("guard", "feed", "mqtt")),
            entry("org.flywaydb..", in("db")),
            entry("com.zaxxer..", in("db")),
            entry("org.postgresql..", in("db")),
            entry("de.siegmar..", in("gtfs")),
            entry("com.google.protobuf..", in("gtfsrt", "positions")),
            entry("io.bellcord.wire..", in("positions")),
            entry("com.google.transit..", in("gtfsrt")),
            entry("io.prometheus..", in("metrics")),
            entry("org.springframework..", in("accounts")),
            entry("picocli..", new String[] {ROOT, ROOT + ".cli.."}));

    @Test
    void importsPointDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(ROOT, ROOT + ".cli..")
                .layer("edges")
                .definedBy(in("mqtt", "guard", "http"))
                .layer("work")
                .definedBy(in("ingest", "feed", "gtfsrt", "accounts", "observe", "cluster"))
                .layer("state")
                .definedBy(in("positions", "auth", "provider", "gtfs", "audit"))
                .layer("tools")
                .definedBy(in("config", "db", "redis", "json", "embedded", "tls", "limits", "metrics", "steady"))
                .layer("words")
                .definedBy(in("transit", "topic"))
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("edges")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("work")
                .mayOnlyBeAccessedByLayers("root", "edges")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("root", "edges", "work")
                .whereLayer("tools")
                .mayOnlyBeAccessedByLayers("root", "edges", "work", "state")
                .check(CLASSES);
    }

    @Test
    void noTwoPackagesNeedEachOther() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theWordsNeedNothingButTheJdk() {
        classes()
                .that(resideInAnyPackage(in("transit", "topic")))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "org.jspecify..", ROOT + ".transit..", ROOT + ".topic.."))
                .check(CLASSES);
    }

    @Test
    void limitsNeedNothingButTheJdk() {
        classes()
                .that(resideInAnyPackage(in("limits")))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", ROOT + ".limits.."))
                .check(CLASSES);
    }

    @Test
    void eachOutsideLibraryHasOneHome() {
        HOMES.forEach((library, homes) -> noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(CLASSES));
    }

    /** A timer of Java's ends with the first exception, and says nothing. */
    @Test
    void whatIsDoneAgainAndAgainIsSteady() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".steady..")
                .should()
                .callMethodWhere(target(nameMatching("schedule(AtFixedRate|WithFixedDelay)")))
                .check(CLASSES);
    }

    private static String[] in(String... packages) {
        return java.util.Arrays.stream(packages)
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);
    }
}

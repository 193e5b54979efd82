package io.bellcord.broker.http.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.accounts.Passwords;
import io.bellcord.broker.accounts.User;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.MovingBuses;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.browser.Browser;
import io.bellcord.broker.testing.browser.Page;
import io.bellcord.broker.transit.ProviderId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's page, as an operator finds it. */
class OpsPageIT {
    private static final String PASSWORD = "correct horse";

    private static Browser browser;
    private static TestBroker broker;
    private static MovingBuses buses;
    private Page page;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        broker = TestBroker.start();
        var users = new UserRepository(broker.database());
        String hash = Passwords.hash(PASSWORD);
        for (Role role : List.of(Role.OPERATOR, Role.RIDER)) {
            users.add(new User("kb-" + role.code(), new ProviderId("kb"), role, hash, true));
        }
        buses = MovingBuses.start(broker, "kb", 12, 1_000);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            buses.close();
            broker.close();
            browser.close();
        }
    }

    @BeforeEach
    void newPage() {
        page = browser.newPage().size(1280, 800, false).colours("light");
        page.open("http://127.0.0.1:" + broker.broker().http().getPort() + "/ops");
    }

    @AfterEach
    void closePage() {
        page.forget();
        page.close();
    }

    private void logIn(String user) {
        page.awaitSeen("#login-id");
        page.await("document.querySelector('#login-provider [value=kb]')");
        page.value("document.getElementById('login-provider').value = 'kb'");
        page.type("#login-id", user);
        page.type("#login-password", PASSWORD);
        page.click("#login-submit");
    }

    @Test
    void showsTheFleetWithWhatIsWrongFirst() {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_3_TCP, "kb", "1012")) {
            tracker.publish("bus/kb/1012", "{\"ts\":" + System.currentTimeMillis() + ",\"lat\":91,\"lon\":7.4}");

            logIn("kb-operator");

            page.awaitText("#rows tr:first-child", "lat must be -90 to 90 but is 91");
            page.await("document.querySelectorAll('#rows tr').length === 12");
            assertThat(page.text("#rows tr:first-child")).contains("1012", "live", "87 %", "-71 dBm");
            page.screenshot("ops");
            assertThat(page.problems()).isEmpty();
        }
    }

    @Test
    void issuesACredentialThatCountsAndRevokesIt() {
        logIn("kb-operator");
        page.click("#rows [data-bus='1003'] button");
        page.awaitSeen("#issue");
        page.click("#issue button");
        page.awaitText("#secret-password", "BC-");
        String password = page.text("#secret-password");
        page.screenshot("ops-credential");

        try (TestClient tracker = broker.client(Flavour.HIVEMQ_3_TCP)) {
            assertThat(tracker.connect("kb", password)).isZero();
        }
        page.value("window.confirm = () => true");
        page.click("#credentials [data-revoke]");
        page.await("document.querySelector('#credentials .ended')");
        try (TestClient tracker = broker.client(Flavour.HIVEMQ_3_TCP)) {
            await().until(() -> tracker.connect("kb", password) != 0);
        }
    }

    @Test
    void issuesACredentialForABusThatHasNeverReported() {
        logIn("kb-operator");
        page.await("document.querySelectorAll('#rows tr').length >= 12");
        page.type("#search", "new-1");
        page.click("#new-bus");
        page.awaitText("#drawer-title", "new-1");
        page.click("#issue button");

        page.awaitText("#secret-password", "BC-");
        String password = page.text("#secret-password");
        try (TestClient tracker = broker.client(Flavour.HIVEMQ_3_TCP)) {
            await().until(() -> tracker.connect("kb", password) == 0);
        }
    }

    @Test
    void logsWhatABusSendsWhileSomebodyLooks() {
        logIn("kb-operator");
        page.click("#rows [data-bus='1004'] button");
        page.click("#log-toggle");

        page.awaitText("#log", "accepted");
        page.awaitText("#log", "\"occ\":\"FEW_SEATS_AVAILABLE\"");
        page.screenshot("ops-log");
        page.click("#drawer-close");
        page.await("document.getElementById('drawer').hidden");
        assertThat(page.problems()).isEmpty();
    }

    @Test
    void fitsAPhone() {
        page.size(360, 740, true);
        logIn("kb-operator");
        page.await("document.querySelectorAll('#rows tr').length === 12");

        assertThat(page.value("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(360);
        assertThat(page.value("(() => { const h = document.getElementById('provider-name');"
                                + " return h.scrollWidth <= h.clientWidth; })()")
                        .asBoolean())
                .as("the provider's name is there in full")
                .isTrue();
        page.screenshot("ops-phone");
    }

    @Test
    void isNotForRiders() {
        logIn("kb-rider");

        page.awaitText("#login-problem", "This login is no operator's.");
        assertThat(page.sees("#fleet")).isFalse();
    }
}

package io.bellcord.broker.testing.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** One page of the browser, as a person has it before them. */
public final class Page implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private final DevTools devTools;

    Page(HttpClient http, URI address) {
        devTools = new DevTools(http, address, this::happened);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            devTools.call(domain + ".enable", Map.of());
        }
    }

    private void happened(String event, JsonNode about) {
        if (event.equals("Runtime.exceptionThrown")) {
            problems.add(about.path("exceptionDetails").toString());
        } else if (event.equals("Log.entryAdded") && isProblem(about.path("entry"))) {
            JsonNode entry = about.path("entry");
            problems.add(entry.path("source").asText() + ": "
                    + entry.path("text").asText() + " " + entry.path("url").asText());
        } else if (event.equals("Network.requestWillBeSent")) {
            askedOf(about.at("/request/url").asText());
        } else if (event.equals("Network.webSocketCreated")) {
            askedOf(about.path("url").asText());
        }
    }

    private void askedOf(String url) {
        if (url.startsWith("http") || url.startsWith("ws")) { // and not what stands in the page itself
            hosts.add(URI.create(url).getHost());
        }
    }

    private static boolean isProblem(JsonNode entry) {
        return entry.path("level").asText().equals("error")
                && !entry.path("source").asText().equals("network");
    }

    /**
     * Exceptions and errors that the browser has told of, such as what the Content-Security-Policy has kept away; not what
     * a server answered, which may be that there is nothing.
     */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Of whom it has asked anything so far. */
    public Set<String> hosts() {
        return Set.copyOf(hosts);
    }

    /** What a screen reader is told of: {@code button Follow}, each thing by its role and its name. */
    public List<String> spoken() {
        return devTools.call("Accessibility.getFullAXTree", Map.of())
                .path("nodes")
                .valueStream()
                .filter(node -> !node.path("ignored").asBoolean())
                .map(node -> node.at("/role/value").asText() + " "
                        + node.at("/name/value").asText())
                .toList();
    }

    public Page open(String url) {
        devTools.call("Page.navigate", Map.of("url", url));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
        return this;
    }

    public void reload() {
        devTools.call("Page.reload", Map.of());
    }

    /** Forgets what pages have kept: choices and logins. */
    public void forget() {
        value("localStorage.clear(); sessionStorage.clear()");
    }

    /** A window of this size, in CSS pixels; a phone has fingers and a finer screen. */
    public Page size(int width, int height, boolean phone) {
        devTools.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
        devTools.call("Emulation.setTouchEmulationEnabled", Map.of("enabled", phone));
        return this;
    }

    /** Light or dark, as the system would have it. */
    public Page colours(String scheme) {
        devTools.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    /** Cuts the network, or gives it back. */
    public void offline(boolean cut) {
        devTools.call(
                "Network.emulateNetworkConditions",
                Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** The value of an expression, which may be a promise. */
    public JsonNode value(String expression) {
        JsonNode result = devTools.call(
                "Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    public String text(String selector) {
        return value("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''")
                .asText();
    }

    public boolean sees(String selector) {
        return value("(() => { const e = document.querySelector(" + quoted(selector)
                        + "); return !!e && e.checkVisibility() && e.getBoundingClientRect().width > 0 })()")
                .asBoolean();
    }

    /** Waits until an expression is true. */
    public void await(String expression) {
        Awaitility.await(expression)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions() // the page may be on its way to another
                .until(() ->
                        value("(async () => Boolean(" + expression + "))()").asBoolean());
    }

    public void awaitSeen(String selector) {
        Awaitility.await(selector).atMost(PATIENCE).until(() -> sees(selector));
    }

    public void awaitText(String selector, String part) {
        Awaitility.await(selector + " says " + part)
                .atMost(PATIENCE)
                .until(() -> text(selector).contains(part));
    }

    public void click(String selector) {
        awaitSeen(selector);
        value("document.querySelector(" + quoted(selector) + ").click()");
    }

    /** A real click, at a place of the window. */
    public void clickAt(double x, double y) {
        for (String type : List.of("mousePressed", "mouseReleased")) {
            devTools.call(
                    "Input.dispatchMouseEvent",
                    Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
        }
    }

    public void type(String selector, String text) {
        value("document.querySelector(" + quoted(selector) + ").focus()");
        devTools.call("Input.insertText", Map.of("text", text));
    }

    /** A key of the keyboard, by its name: Tab, Enter, Escape. */
    public void press(String key) {
        int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27).getOrDefault(key, 0);
        Map<String, Object> event = Map.of("key", key, "code", key, "windowsVirtualKeyCode", code);
        devTools.call("Input.dispatchKeyEvent", with(event, key.equals("Enter") ? "keyDown" : "rawKeyDown", key));
        devTools.call("Input.dispatchKeyEvent", with(event, "keyUp", key));
    }

    private static Map<String, Object> with(Map<String, Object> event, String type, String key) {
        var all = new HashMap<>(event);
        all.put("type", type);
        if (key.equals("Enter") && type.equals("keyDown")) {
            all.put("text", "\r");
        }
        return all;
    }

    /** Kept in {@code target/screenshots}. */
    public void screenshot(String name) {
        JsonNode taken = devTools.call("Page.captureScreenshot", Map.of("format", "png"));
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(
                    SCREENSHOTS.resolve(name + ".png"),
                    Base64.getDecoder().decode(taken.path("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String text) {
        return new ObjectMapper().valueToTree(text).toString();
    }

    @Override
    public void close() {
        try {
            devTools.call("Page.close", Map.of());
        } finally {
            devTools.close();
        }
    }
}

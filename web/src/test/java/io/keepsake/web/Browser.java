package io.keepsake.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium without a screen. */
final class Browser implements AutoCloseable {
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        // it complains that it has no bindings of the DevTools of this version, which nothing here needs
        SELENIUM.setLevel(Level.SEVERE);
    }

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    final ChromeDriver driver;

    Browser(Path profile) {
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new java.io.File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
        var options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--user-data-dir=" + profile,
                "--window-size=1400,1000");
        driver = new ChromeDriver(service, options);
    }

    Browser open(String address) {
        driver.get(address);
        await("document.body.dataset.ready === '1' || document.getElementById('notice').textContent !== ''");
        return this;
    }

    /** Leaves the page, and is an ordinary screen again. */
    void plain() {
        driver.get("about:blank");
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    @Nullable Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    long number(String expression) {
        return run("return Math.round(" + expression + ")") instanceof Number number ? number.longValue() : -1;
    }

    /** Waits until the expression is true. */
    void await(String expression) {
        new WebDriverWait(driver, PATIENCE).until(_ -> Boolean.TRUE.equals(run("return Boolean(" + expression + ")")));
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    void press(CharSequence... keys) {
        new org.openqa.selenium.interactions.Actions(driver).sendKeys(keys).perform();
    }

    void click(String selector) {
        run(
                "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center'});"
                        + " e.dispatchEvent(new MouseEvent('click', {bubbles: true}))",
                selector);
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** What axe finds wrong, in words; empty when nothing is. */
    String axe() throws IOException {
        try (var in = Browser.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IOException("axe is not on the class path");
            }
            run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        var found = ((JavascriptExecutor) driver)
                .executeAsyncScript(
                        "const done = arguments[arguments.length - 1]; axe.run().then(r => done(r.violations"
                                + ".map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n => n.target + ' ' + (n.failureSummary || '')).join(' | ')).join('\\n')))");
        return String.valueOf(found);
    }

    /** Keeps a picture when {@code -Dscreenshots=DIR} says where. */
    void picture(String name) throws IOException {
        var directory = System.getProperty("screenshots");
        if (directory != null) {
            Files.createDirectories(Path.of(directory));
            Files.write(Path.of(directory, name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        }
    }

    static final Keys ESCAPE = Keys.ESCAPE;

    @Override
    public void close() {
        driver.quit();
    }
}

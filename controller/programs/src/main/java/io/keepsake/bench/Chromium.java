package io.keepsake.bench;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium without a screen, as far as measuring the page needs it. */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ChromeDriver driver;

    Chromium(Path profile) {
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
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

    /** Opens the page and waits until it is drawn. */
    void open(String address) {
        driver.get(address);
        await("document.body.dataset.ready === '1' || document.getElementById('notice').textContent !== ''");
    }

    @Nullable Object run(String script) {
        return driver.executeScript(script);
    }

    long number(String expression) {
        return run("return Math.round(" + expression + ")") instanceof Number number ? number.longValue() : -1;
    }

    /** Waits until the expression is true. */
    void await(String expression) {
        new WebDriverWait(driver, PATIENCE).until(_ -> Boolean.TRUE.equals(run("return Boolean(" + expression + ")")));
    }

    @Override
    public void close() {
        driver.quit();
    }
}

package io.keepsake.web;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share a browser, one after the other. */
abstract class InBrowser {
    static final Instant BEGAN = Instant.parse("2026-11-22T03:12:00Z");

    @TempDir
    Path root;

    @TempDir
    static Path profile;

    static Browser browser;

    @BeforeAll
    static void open() {
        browser = new Browser(profile);
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @AfterEach
    void forget() {
        browser.plain();
    }

    static String address(Served served, String rest) {
        return "http://127.0.0.1:" + served.port() + "/" + rest;
    }
}

package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.http.Listen;
import io.keepsake.web.http.Secrets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The token as a browser has it: in by the link, further by the cookie, and by a link of another site after all. */
class TokenPageTest extends InBrowser {
    @Test
    void theLinkOpensThePageAndOtherSitesLinksDoSoFromThenOn() throws Exception {
        RecordedCluster.failovers(root, BEGAN, "VI_1", 0);
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var served = Served.of(Listen.local(0, Secrets.made("s3cret")), root, "node-a")) {
            browser.open(address(served, ""));
            assertTrue(browser.text("#notice").contains("a token is needed"), browser.text("#notice"));
            browser.open(address(served, "?token=s3cret"));
            assertFalse(browser.driver.getCurrentUrl().contains("s3cret"), browser.driver.getCurrentUrl());
            assertTrue(browser.text("#verdict").contains("node-a"), browser.text("#verdict"));
            other.createContext("/", exchange -> {
                var html = ("<a id=there href='" + address(served, "#view=state") + "'>a ticket</a>" + "<img src='"
                                + address(served, "icon.svg") + "' onerror='window.refused=1'>")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("content-type", "text/html");
                exchange.sendResponseHeaders(200, html.length);
                exchange.getResponseBody().write(html);
                exchange.close();
            });
            other.start();
            browser.driver.get("http://localhost:" + other.getAddress().getPort() + "/");
            browser.await("window.refused");
            browser.click("#there");
            browser.await("document.querySelector('#state .card')");
            assertEquals("127.0.0.1:" + served.port(), browser.run("return location.host"));
        } finally {
            other.stop(0);
        }
    }
}

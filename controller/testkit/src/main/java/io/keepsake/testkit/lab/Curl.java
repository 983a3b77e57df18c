package io.keepsake.testkit.lab;

import java.util.List;

/** A client on a host: the real curl. */
public record Curl(Host host) {
    public Curl {
        Tool.require(List.of(Tool.CURL));
    }

    /** The answer to one request; throws with curl's message when there is none in five seconds, or its status is 400 or more. */
    public String get(String url) {
        return request(url).strip();
    }

    /** The answers, one line each, to {@code count} requests one after another, every one in a connection of its own. */
    public List<String> get(String url, int count) {
        return request(url + "?[1-" + count + "]").lines().toList();
    }

    private String request(String url) {
        return host.run("curl", "-sS", "--fail", "--max-time", "5", "-H", "Connection: close", url);
    }
}

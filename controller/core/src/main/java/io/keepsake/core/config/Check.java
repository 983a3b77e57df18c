package io.keepsake.core.config;

import io.keepsake.core.value.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a checker does, by keepalived's blocks. */
public sealed interface Check {

    /** What is asked, without what only says how often, or what an answer weighs. */
    default Check question() {
        return this;
    }

    /** {@code TCP_CHECK}: the connection is accepted. */
    record Tcp() implements Check {}

    /**
     * {@code HTTP_GET} and {@code SSL_GET}: every URL answers as it should.
     *
     * @param tls SSL_GET
     * @param fastRecovery {@code fast_recovery}: once the failed URL answers, the others are checked at once
     * @param urls one or more, in the order of the file
     */
    record Http(boolean tls, HttpVersion version, boolean fastRecovery, List<Url> urls) implements Check {
        public Http {
            urls = List.copyOf(urls);
        }

        @Override
        public Check question() {
            return new Http(tls, version, false, urls);
        }
    }

    /** {@code http_protocol}. */
    enum HttpVersion {
        /** 1.0 */
        HTTP_1_0,
        /** 1.0C: 1.0 with "Connection: close". */
        HTTP_1_0_CLOSE,
        /** 1.1, which always closes. */
        HTTP_1_1
    }

    /**
     * One {@code url}.
     *
     * @param host {@code virtualhost}: the Host header, as written; null for address and port
     * @param sni the host name that TLS tells the server: {@code sni_name}, or with {@code enable_sni} that of
     *     {@code host}; null for none
     * @param statuses {@code status_code}: which are right
     * @param digest {@code digest}: MD5 of the body in lower-case hexadecimal, or null
     * @param regex {@code regex}, or null
     * @param regexOptions {@code regex_options}, as written
     * @param regexNoMatch {@code regex_no_match}: the expression must not be found
     * @param regexMinOffset {@code regex_min_offset}: bytes of the body before which no match counts
     * @param regexMaxOffset {@code regex_max_offset}: bytes of the body at which no match may begin any more; 0 for none
     */
    record Url(
            String path,
            @Nullable String host,
            @Nullable String sni,
            List<StatusRange> statuses,
            @Nullable String digest,
            @Nullable String regex,
            List<String> regexOptions,
            boolean regexNoMatch,
            long regexMinOffset,
            long regexMaxOffset) {
        public Url {
            statuses = List.copyOf(statuses);
            regexOptions = List.copyOf(regexOptions);
        }
    }

    /** Status codes from one to another, both included. */
    record StatusRange(int from, int to) {
        public StatusRange {
            if (from > to) {
                throw new IllegalArgumentException(
                        "the first status must not be above the last, was " + from + ".." + to);
            }
        }

        public boolean holds(int status) {
            return from <= status && status <= to;
        }
    }

    /** {@code SMTP_CHECK}: 220, HELO, 250, QUIT. */
    record Smtp(String heloName) implements Check {}

    /**
     * {@code DNS_CHECK}: an answer over UDP with the right id and rcode 0.
     *
     * @param type {@code type}: A NS CNAME SOA MX TXT AAAA RRSIG DNSKEY
     * @param name {@code name}: what is asked for, {@code .} for the root
     */
    record Dns(String type, String name) implements Check {}

    /**
     * {@code MISC_CHECK}: a script that ends with 0.
     *
     * @param dynamic {@code misc_dynamic}: an exit status of 2 to 255 sets the weight to 0 to 253
     */
    record Misc(Script script, boolean dynamic) implements Check {
        @Override
        public Check question() {
            return new Misc(script, false);
        }
    }

    /**
     * {@code UDP_CHECK}: nothing says that the port is closed or the host unreachable, or the reply is as it should be.
     *
     * @param payload {@code payload}: what is sent, in hexadecimal; empty for an empty datagram
     * @param requireReply {@code require_reply}: whether a reply must come
     * @param reply what it must begin with, in hexadecimal, X for any digit; empty for any reply
     */
    record Udp(String payload, boolean requireReply, String reply, int minReply, int maxReply) implements Check {}

    /** {@code PING_CHECK}: an echo reply. */
    record Ping() implements Check {}

    /**
     * {@code FILE_CHECK}: the number in a file, times {@code weight}, is added to the real server's weight.
     *
     * @param weight 0: any number but 0 means down
     */
    record File(String path, int weight, boolean reverse) implements Check {
        @Override
        public Check question() {
            return weight == 0 ? this : new File(path, 1, false);
        }
    }
}

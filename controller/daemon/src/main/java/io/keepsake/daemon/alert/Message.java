package io.keepsake.daemon.alert;

import io.keepsake.core.config.MailConfig;
import io.keepsake.core.effect.Effect.SendMail;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A mail as it goes over the wire (RFC 5322): ASCII lines, none of them long, and nothing in a header that could begin
 * another one. The same Message-ID at every try, so that a copy is known as one.
 *
 * @param recipients bare addresses
 * @param lines header and body, without line ends
 */
record Message(String sender, List<String> recipients, List<String> lines) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}]+");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s\\p{Cntrl}<>(),;:\"]+");

    /** Bytes of UTF-8 in one encoded word: 75 characters at most, of which 12 are its frame (RFC 2047). */
    private static final int WORD_BYTES = 45;

    private static final int LINE_MAX = 900;

    Message {
        recipients = List.copyOf(recipients);
        lines = List.copyOf(lines);
    }

    /** The message, dated now. */
    static Message of(MailConfig config, SendMail mail) throws MailFailure {
        var recipients = new ArrayList<String>();
        for (var to : config.to()) {
            recipients.add(address(to));
        }
        var body = mail.body().lines().map(Message::withoutControls).toList();
        boolean plain = body.stream().allMatch(line -> isAscii(line) && line.length() <= LINE_MAX);
        var lines = header(config, mail, address(config.from()), recipients, plain);
        lines.add("");
        lines.addAll(plain ? body : base64(String.join("\r\n", body) + "\r\n"));
        return new Message(address(config.from()), recipients, lines);
    }

    private static ArrayList<String> header(
            MailConfig config, SendMail mail, String sender, List<String> recipients, boolean plain) {
        var lines = new ArrayList<String>();
        lines.add("Date: " + DATE.format(ZonedDateTime.now(ZoneId.systemDefault())));
        lines.add("From: <" + sender + ">");
        lines.add("To: "
                + String.join(
                        ",\r\n ", recipients.stream().map(to -> "<" + to + ">").toList()));
        lines.add("Subject: " + encoded(UNSAFE.matcher(mail.subject()).replaceAll(" ")));
        lines.add("Message-ID: <" + UUID.randomUUID() + "@" + domain(config.heloName()) + ">");
        lines.add("MIME-Version: 1.0");
        lines.add("Content-Type: text/plain; charset=" + (plain ? "us-ascii" : "utf-8"));
        lines.add("Content-Transfer-Encoding: " + (plain ? "7bit" : "base64"));
        lines.add("Auto-Submitted: auto-generated");
        lines.add("X-Mailer: Keepsake");
        return lines;
    }

    /** A name as it may stand behind HELO or in a Message-ID. */
    static String domain(String name) {
        var safe = name.replaceAll("[^A-Za-z0-9.:\\[\\]_-]", "");
        return safe.isEmpty() ? "localhost" : safe;
    }

    /** The bare address, also of {@code Name <address>}. */
    private static String address(String text) throws MailFailure {
        int open = text.lastIndexOf('<');
        int close = text.lastIndexOf('>');
        var bare = (open >= 0 && close > open ? text.substring(open + 1, close) : text).strip();
        if (!ADDRESS.matcher(bare).matches() || !isAscii(bare)) {
            throw MailFailure.said("an ASCII address such as root@example.org", "5 \"" + withoutControls(text) + "\"");
        }
        return bare;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String withoutControls(String line) {
        return UNSAFE.matcher(line).replaceAll(" ");
    }

    /** Text of a header: as it is when it is short ASCII, else in encoded words, one a line. */
    private static String encoded(String text) {
        if (isAscii(text) && text.length() <= LINE_MAX) {
            return text;
        }
        var words = new ArrayList<String>();
        var part = new StringBuilder();
        int bytes = 0;
        for (int point : text.codePoints().toArray()) {
            int length = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + length > WORD_BYTES) {
                words.add(word(part));
                part.setLength(0);
                bytes = 0;
            }
            part.appendCodePoint(point);
            bytes += length;
        }
        words.add(word(part));
        return String.join("\r\n ", words);
    }

    private static String word(CharSequence part) {
        var bytes = part.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }

    private static List<String> base64(String body) {
        var text = Base64.getMimeEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
        return text.lines().toList();
    }

    /** What follows DATA, with its last line: a dot that begins a line is doubled. */
    byte[] data() {
        var text = new StringBuilder();
        for (var line : lines) {
            text.append(line.startsWith(".") ? "." : "").append(line).append("\r\n");
        }
        return text.append(".\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}

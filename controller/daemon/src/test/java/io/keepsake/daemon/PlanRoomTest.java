package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a group that may ask learns of root's files by planning them. */
class PlanRoomTest {
    @TempDir
    Path home;

    private PlanRoom room() throws IOException {
        var directory = Files.createDirectories(home.resolve("etc/keepalived"));
        return PlanRoom.of(Files.writeString(directory.resolve("keepalived.conf"), ""));
    }

    @Test
    void filesBelowTheRunningConfigurationArePlanned() throws IOException {
        var room = room();
        var next = Files.writeString(room.directory().resolve("next.conf"), "");
        var below = Files.writeString(
                Files.createDirectory(room.directory().resolve("tried")).resolve("a.conf"), "");
        var link = Files.createSymbolicLink(home.resolve("link"), below);
        assertEquals(next, room.permitted(next));
        assertEquals(below, room.permitted(below));
        assertEquals(below, room.permitted(link), "what is read is what was looked at");
        assertEquals(next, room.permitted(room.directory().resolve("tried/../next.conf")));
    }

    @Test
    void allOthersAreRefusedAlikeWhetherTheyAreThereOrNot() throws IOException {
        var room = room();
        var secret = Files.writeString(home.resolve("etc/shadow"), "root:secret\n");
        var link = Files.createSymbolicLink(room.directory().resolve("link"), secret);
        var beside = Files.createDirectory(home.resolve("etc/keepalived.d"));
        for (var asked : List.of(
                secret,
                link,
                room.directory().resolve("../shadow"),
                Files.writeString(beside.resolve("a.conf"), ""),
                home.resolve("etc/none"),
                room.directory().resolve("none"),
                room.directory())) {
            var refused = assertThrows(IllegalArgumentException.class, () -> room.permitted(asked), asked.toString());
            assertEquals(
                    "plan: expected a file below " + room.directory() + ", where the configuration in force is, found "
                            + asked + "; put it there, or ask as root",
                    refused.getMessage());
        }
    }

    @Test
    void aConfigurationThatIsALinkHasTheRoomOfWhatItLeadsTo() throws IOException {
        var room = room();
        var link = Files.createSymbolicLink(
                home.resolve("keepalived.conf"), room.directory().resolve("keepalived.conf"));
        assertEquals(room, PlanRoom.of(link));
    }
}

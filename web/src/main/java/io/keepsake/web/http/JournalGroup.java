package io.keepsake.web.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** Who may read a journal may also read what this server leaves for him. */
public final class JournalGroup {
    private JournalGroup() {}

    /** Gives a file the group of the journal's directory, if there is one, and this user is in it. */
    public static void give(Path file, Path journal) {
        try {
            var group = Files.readAttributes(journal, PosixFileAttributes.class).group();
            Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(group);
        } catch (IOException notOurs) {
            // the group of this user has it then
        }
    }
}

package io.keepsake.simulator.invariant;

import io.keepsake.core.config.TrackFile;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers in the files that instances track, by what was read alone; written a second time. */
final class FileModel {
    private Map<TrackFile, Long> numbers = new HashMap<>();
    private List<TrackFile> files = List.of();

    /** Takes the next turn of the run; gives whether what it says of a file may be another than before. */
    boolean fill(Turn turn) {
        return switch (turn.recorded().event()) {
            case ConfigAccepted e -> {
                var kept = new HashMap<TrackFile, Long>();
                for (var file : e.config().trackFiles()) {
                    numbers.forEach((before, number) -> {
                        if (before.name().equals(file.name()) && before.path().equals(file.path())) {
                            kept.put(file, number);
                        }
                    });
                }
                numbers = kept;
                files = e.config().trackFiles();
                yield true;
            }
            case TrackedFileRead e -> {
                files.stream()
                        .filter(file -> file.name().equals(e.file()))
                        .forEach(file -> numbers.put(file, e.number()));
                yield true;
            }
            default -> false;
        };
    }

    private boolean isKnown(TrackedFile tracked) {
        return numbers.keySet().stream().anyMatch(file -> file.name().equals(tracked.file()));
    }

    private long number(TrackedFile tracked) {
        return numbers.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(tracked.file()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private long product(TrackedFile tracked) {
        return number(tracked) * (tracked.reverse() ? -tracked.weight() : tracked.weight());
    }

    /** What these files add to a priority. */
    int weight(List<TrackedFile> tracked) {
        return (int) tracked.stream()
                .mapToLong(t -> product(t) > 253 ? 253 : product(t) < -253 ? 0 : product(t))
                .sum();
    }

    /** Whether one of these files is a fault. */
    boolean fails(List<TrackedFile> tracked) {
        return tracked.stream()
                .filter(this::isKnown)
                .anyMatch(t -> t.weight() == 0 ? (number(t) == 0) == t.reverse() : product(t) < -253);
    }

    /** Whether the first reading of one of these files is waited for. */
    boolean waits(List<TrackedFile> tracked) {
        return tracked.stream().anyMatch(t -> t.weight() == 0 && !isKnown(t));
    }
}

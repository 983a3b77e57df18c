package io.keepsake.config.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers problems while a configuration is read. */
public final class Problems {
    /** More than this help nobody. */
    private static final int MOST = 1000;

    /** Each once: a repeated line is wrong in the same way each time. */
    private final Set<Found> found = new LinkedHashSet<>();

    private final Map<String, Repeated> repeated = new LinkedHashMap<>();
    private final Set<String> withoutEffect = new LinkedHashSet<>();
    private int dropped;

    /** The worst of those that are not told one by one: it spoils as much as if it were. */
    private Severity worstDropped = Severity.NOTICE;

    private record Found(
            Place place,
            Severity severity,
            String what,
            @Nullable String hint) {
        Problem problem(Redactor redact) {
            return new Problem(
                    place.span(),
                    severity,
                    redact.message(place, what),
                    hint == null ? null : redact.message(place, hint),
                    place.excerpt(redact));
        }
    }

    private record Repeated(Place first, String what, int count) {}

    public void warn(Place place, String what) {
        add(Severity.WARNING, place, what, null);
    }

    public void warn(Place place, String what, String hint) {
        add(Severity.WARNING, place, what, hint);
    }

    public void error(Place place, String what) {
        add(Severity.ERROR, place, what, null);
    }

    public void error(Place place, String what, String hint) {
        add(Severity.ERROR, place, what, hint);
    }

    public void fatal(Place place, String what) {
        found.add(new Found(place, Severity.FATAL, what, null));
    }

    public void fatal(Place place, String what, String hint) {
        found.add(new Found(place, Severity.FATAL, what, hint));
    }

    /** Notes an object that is left out because this program cannot run it yet. */
    public void unsupported(Place place, String what, String hint) {
        add(Severity.UNSUPPORTED, place, what, hint);
    }

    /**
     * Notes a keyword that is understood but not applied: told once, with the place of its first use.
     *
     * @param consequence what happens instead
     */
    public void notApplied(String keyword, Place place, String consequence) {
        withoutEffect.add(keyword);
        notice(keyword, place, "has no effect yet: " + consequence);
    }

    /** Notes a keyword that changes nothing here: told once, with the place of its first use and the reason. */
    public void notHere(String keyword, Place place, String reason) {
        withoutEffect.add(keyword);
        notice(keyword, place, "has no effect here: " + reason);
    }

    /** Notes a keyword that changes nothing, in keepalived neither: told once, with the place of its first use. */
    public void noEffect(String keyword, Place place) {
        withoutEffect.add(keyword);
        notice(keyword, place, "has no effect, in keepalived neither");
    }

    /** How many keywords have no effect. */
    public int withoutEffect() {
        return withoutEffect.size();
    }

    /** Notes something about a keyword that spoils nothing: told once, with the place of its first use. */
    public void notice(String keyword, Place place, String what) {
        repeated.merge(
                keyword, new Repeated(place, what, 1), (old, one) -> new Repeated(old.first, old.what, old.count + 1));
    }

    /** Something that is right as it is written, and perhaps not what is meant; told each time. */
    public void trap(Place place, String what, String hint) {
        add(Severity.NOTICE, place, what, hint);
    }

    private void add(Severity severity, Place place, String what, @Nullable String hint) {
        var problem = new Found(place, severity, what, hint);
        if (found.size() < MOST) {
            found.add(problem);
        } else if (!found.contains(problem)) {
            dropped++;
            worstDropped = severity.compareTo(worstDropped) > 0 ? severity : worstDropped;
        }
    }

    public boolean hasFatal() {
        return found.stream().anyMatch(f -> f.severity == Severity.FATAL);
    }

    /** Everything found, file by file and line by line, notices last; {@code redact} has seen each text. */
    public List<Problem> all(Redactor redact) {
        var all = new ArrayList<Problem>();
        var inOrder = inOrder();
        inOrder.forEach(f -> all.add(f.problem(redact)));
        if (dropped > 0) {
            var last = inOrder.getLast();
            var more = new Found(last.place, worstDropped, "and " + dropped + " more problems", null);
            all.add(more.problem(redact));
        }
        repeated.forEach((keyword, uses) -> all.add(notice(keyword, uses).problem(redact)));
        return List.copyOf(all);
    }

    private List<Found> inOrder() {
        var byFile = new LinkedHashMap<String, List<Found>>();
        for (var problem : found) {
            byFile.computeIfAbsent(problem.place.line().file(), _ -> new ArrayList<>())
                    .add(problem);
        }
        return byFile.values().stream()
                .flatMap(ofFile -> ofFile.stream()
                        .sorted(Comparator.comparingInt(f -> f.place.line().number())))
                .toList();
    }

    private static Found notice(String keyword, Repeated uses) {
        var more = uses.count == 1 ? "" : " (first of " + uses.count + ")";
        return new Found(uses.first, Severity.NOTICE, "\"" + keyword + "\" " + uses.what + more, null);
    }
}

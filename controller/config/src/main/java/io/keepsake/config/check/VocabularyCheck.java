package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Consequences;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.syntax.Vocabulary;
import io.keepsake.config.syntax.Vocabulary.Body;
import io.keepsake.config.syntax.Vocabulary.Word;
import io.keepsake.config.values.Values;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells unknown keywords, blocks where none belongs, and keywords that have no effect yet. */
final class VocabularyCheck {
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{C}]");

    private final Problems problems;

    VocabularyCheck(Problems problems) {
        this.problems = problems;
    }

    /** @param applied whether the block around is applied, so that its known keywords are worth a notice */
    void check(List<Node> nodes, Vocabulary vocabulary, boolean applied) {
        Values.firstCounts(problems, nodes);
        for (var node : nodes) {
            vocabulary
                    .word(node.name())
                    .ifPresentOrElse(word -> known(node, word, vocabulary, applied), () -> unknown(node, vocabulary));
        }
    }

    private void known(Node node, Word word, Vocabulary vocabulary, boolean applied) {
        if (applied) {
            standing(node, word);
        }
        boolean braces = node.block() != null;
        switch (word.body()) {
            case Body.None _
            when braces ->
                problems.error(
                        node.keyword().place(),
                        node.name() + " takes no block; the block is left out",
                        wouldRead(vocabulary.name()));
            case Body.None _ -> {}
            case Body.Lines _ when braces -> lines(node);
            case Body.Block block
            when braces || block.optional() -> check(node.children(), block.keywords(), word.applied());
            case Body.Lines _, Body.Block _ -> needsBlock(node, word);
        }
    }

    private void needsBlock(Node node, Word word) {
        var what = node.name() + " needs a block in braces; it is left out";
        var hint = "put a \"{\" behind it";
        if (word.applied()) {
            problems.error(node.keyword().place(), what, hint);
        } else {
            problems.warn(node.keyword().place(), what, hint);
        }
    }

    private void standing(Node node, Word word) {
        var place = node.keyword().place();
        switch (word.standing()) {
            case APPLIED -> {}
            case KNOWN -> problems.notApplied(node.name(), place, Consequences.of(node.name()));
            case NOT_HERE -> problems.notHere(node.name(), place, Consequences.of(node.name()));
            case WITHOUT_EFFECT -> problems.noEffect(node.name(), place);
        }
    }

    private void lines(Node list) {
        for (var line : list.children()) {
            if (line.block() != null) {
                problems.error(
                        line.keyword().place(),
                        "\"" + line.name() + "\" takes no block in " + list.name() + "; " + shown(line)
                                + " is left out",
                        missingBrace(line, list.name()));
            }
        }
    }

    private void unknown(Node node, Vocabulary vocabulary) {
        var where = place(vocabulary);
        var keyword = node.keyword();
        if (node.block() == null) {
            var hint = hint(node.name(), vocabulary);
            var what = "unknown keyword \"" + node.name() + "\" " + where + "; the line is ignored";
            hint.ifPresentOrElse(
                    h -> problems.warn(keyword.place(), what, h), () -> problems.warn(keyword.place(), what));
        } else {
            var near = blockLike(node.name(), vocabulary);
            problems.error(
                    keyword.place(),
                    "unknown block \"" + node.name() + "\" " + where + "; " + shown(node) + " is left out as a unit",
                    near.orElseGet(() -> missingBrace(node, vocabulary.name())));
        }
    }

    private static Optional<String> hint(String name, Vocabulary vocabulary) {
        if (name.equals("nb_get_retry") && vocabulary.word("retry").isPresent()) {
            return Optional.of(
                    "keepalived knows it in HTTP_GET and SSL_GET only, and ignores it here too; write \"retry\"");
        }
        if (name.startsWith("@")) {
            return Optional.of("a line has one condition, as in keepalived, and this is a second;"
                    + " with \"@^NAME\" alone it is read on every node but one");
        }
        return vocabulary
                .nearest(visible(name))
                .map(VocabularyCheck::didYouMean)
                .or(() -> elsewhere(name));
    }

    private static String didYouMean(String near) {
        return "did you mean \"" + near + "\"?";
    }

    /** Where a keyword that stands in the wrong place belongs. */
    private static Optional<String> elsewhere(String name) {
        var homes = Vocabulary.all().stream()
                .filter(block -> block.word(name).isPresent())
                .map(block -> block.name().equals("root") ? "outside of all blocks" : "in " + block.name())
                .toList();
        if (homes.isEmpty()) {
            return Optional.empty();
        }
        int shown = Math.min(homes.size(), 3);
        return Optional.of("it belongs " + String.join(" or ", homes.subList(0, shown))
                + "; is a brace missing or too many above?");
    }

    private static Optional<String> blockLike(String name, Vocabulary vocabulary) {
        return vocabulary
                .nearest(visible(name))
                .filter(near -> vocabulary.word(near).filter(Word::takesBraces).isPresent())
                .map(VocabularyCheck::didYouMean);
    }

    /** Up to, or behind, a character that nobody sees. */
    private static String visible(String name) {
        return INVISIBLE
                .splitAsStream(name)
                .filter(part -> !part.isEmpty())
                .findFirst()
                .orElse(name);
    }

    private static String shown(Node node) {
        return node.values().isEmpty()
                ? "it"
                : node.name() + " " + node.values().getFirst().text();
    }

    /** A block of the top level inside another one means that a brace was forgotten above. */
    private static String missingBrace(Node node, String inside) {
        boolean ofRoot =
                Vocabulary.root().word(node.name()).filter(Word::takesBraces).isPresent();
        return ofRoot && !inside.equals("root")
                ? "a \"}\" is probably missing above: " + node.name() + " stands outside of all blocks"
                : wouldRead(inside);
    }

    private static String wouldRead(String inside) {
        return "keepalived ignores its \"{\", reads the lines inside as lines of "
                + (inside.equals("root") ? "the top level" : inside)
                + ", and takes the \"}\" as the end of it";
    }

    private static String place(Vocabulary vocabulary) {
        return vocabulary.name().equals("root") ? "at the top level" : "in " + vocabulary.name();
    }
}

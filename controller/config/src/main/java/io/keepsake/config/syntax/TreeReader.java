package io.keepsake.config.syntax;

import io.keepsake.config.lex.Token;
import io.keepsake.config.lex.WordSink;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the tree; braces that do not pair are reported and the rest is used. */
public final class TreeReader implements WordSink {
    private static final int DEPTH = 32;

    private final Problems problems;
    private final List<Node> root = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();

    /** Words that a brace on a later line may still turn into a block. */
    private @Nullable List<Token> pending;

    /** Blocks that are open inside a block which is being skipped. */
    private int skipped;

    /** @param words null for a brace that no keyword stands before */
    private record Open(@Nullable List<Token> words, Place brace, List<Node> children) {}

    public TreeReader(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void words(List<Token> words) {
        if (skipped == 0) {
            flush();
            pending = words;
        }
    }

    @Override
    public void open(Place brace) {
        if (skipped > 0 || open.size() == DEPTH) {
            if (skipped == 0) {
                problems.error(brace, "blocks are nested more than " + DEPTH + " deep; this one is skipped");
                pending = null;
            }
            skipped++;
            return;
        }
        if (pending == null) {
            problems.error(
                    brace,
                    "no keyword stands before \"{\"; the block is left out",
                    "keepalived ignores this \"{\" and takes the next \"}\" as the end of the block around it");
        }
        open.push(new Open(pending, brace, new ArrayList<>()));
        pending = null;
    }

    @Override
    public void close(Place brace) {
        if (skipped > 0) {
            skipped--;
            return;
        }
        flush();
        if (open.isEmpty()) {
            problems.error(
                    brace,
                    "this \"}\" closes nothing; it is ignored",
                    "a \"{\" is missing above, or this one is too many");
        } else {
            shut();
        }
    }

    /** The tree, once all words are read. */
    public List<Node> finish() {
        flush();
        while (!open.isEmpty()) {
            problems.error(
                    open.element().brace,
                    "the \"}\" to this \"{\" is missing; the block ends with the file",
                    "the file may have been cut off");
            shut();
        }
        return List.copyOf(root);
    }

    private void shut() {
        var done = open.pop();
        if (done.words != null) {
            add(node(done.words, List.copyOf(done.children)));
        }
    }

    private void flush() {
        if (pending != null) {
            add(node(pending, null));
            pending = null;
        }
    }

    private static Node node(List<Token> words, @Nullable List<Node> block) {
        return new Node(words.getFirst(), words.subList(1, words.size()), block);
    }

    private void add(Node node) {
        (open.isEmpty() ? root : open.element().children).add(node);
    }
}

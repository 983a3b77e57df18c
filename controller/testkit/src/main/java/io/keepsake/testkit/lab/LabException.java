package io.keepsake.testkit.lab;

/** The lab could not do what a test asked of it, or what a test waited for did not come. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}

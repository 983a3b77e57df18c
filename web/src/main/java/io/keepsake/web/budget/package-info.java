/** What a question may cost. Imports the journal and the writer of JSON. */
@NullMarked
package io.keepsake.web.budget;

import org.jspecify.annotations.NullMarked;

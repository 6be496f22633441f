/** Values on their way into rows and out of them: whole batches as arrays, and instants without anybody's zone. */
@NullMarked
package dev.meridian.platform.rows;

import org.jspecify.annotations.NullMarked;

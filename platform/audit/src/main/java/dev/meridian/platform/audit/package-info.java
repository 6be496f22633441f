/** Who did what: one record per administrative act, chained so that no record can be changed unnoticed. */
@NullMarked
package dev.meridian.platform.audit;

import org.jspecify.annotations.NullMarked;

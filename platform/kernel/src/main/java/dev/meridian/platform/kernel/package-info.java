/** The vocabulary every center shares, free of any business: ids, brand scope, problems, pages. */
@NullMarked
package dev.meridian.platform.kernel;

import org.jspecify.annotations.NullMarked;

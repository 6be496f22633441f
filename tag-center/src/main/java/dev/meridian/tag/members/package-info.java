/** Who is in which segment: kept up to date by events, by time and by publications, and read back with reasons. */
@ApplicationModule(allowedDependencies = {"rules", "facts", "segments"})
@NullMarked
package dev.meridian.tag.members;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

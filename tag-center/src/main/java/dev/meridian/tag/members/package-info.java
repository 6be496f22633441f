/** Reading who is in a segment, who was, and why. */
@ApplicationModule(allowedDependencies = {"rules", "facts", "segments"})
@NullMarked
package dev.meridian.tag.members;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

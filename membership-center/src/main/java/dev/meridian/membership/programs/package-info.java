/** Programmes of the group and the versioned rules by which points are earned in them. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.meridian.membership.programs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

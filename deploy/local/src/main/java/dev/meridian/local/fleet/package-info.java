/** The whole platform as processes of one machine: started, watched, healed and ended in order. */
@NullMarked
package dev.meridian.local.fleet;

import org.jspecify.annotations.NullMarked;

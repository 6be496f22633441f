/** Makes the realms and this center's own accounts there: once, under an account the running center does not know. */
@NullMarked
package dev.meridian.identity.bootstrap;

import org.jspecify.annotations.NullMarked;

/** Journeys of a brand's back end, a marketer and group IT against the whole fleet, through the gateway only. */
package dev.meridian.e2e;

package dev.meridian.platform.audit;

import dev.meridian.platform.kernel.BrandScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An administrative act that is about to be committed.
 *
 * @param brand whose: a brand's administrators read the acts about their brand
 * @param actor who acts
 * @param action what is done, such as {@code client.disabled}
 * @param subjectKind what it is done to, such as {@code client}
 * @param subject which one
 * @param before what it was, without secrets; null where there was nothing
 * @param after what it is, without secrets; null where nothing is left
 */
public record Act(
        BrandScope brand,
        Actor actor,
        String action,
        String subjectKind,
        String subject,
        @Nullable Map<String, ?> before,
        @Nullable Map<String, ?> after) {}

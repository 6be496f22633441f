package dev.meridian.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ActiveBrandScopeTests {

    private static final Brand AURORA = new Brand("aurora");
    private static final Brand BOREAL = new Brand("boreal");

    @Test
    void work_without_a_caller_sees_nothing() {
        assertThat(ActiveBrandScope.current()).isEqualTo(BrandScope.nothing());
        assertThat(ActiveBrandScope.current().includes(AURORA)).isFalse();
    }

    @Test
    void a_scope_ends_with_the_work_it_was_bound_for() {
        AtomicReference<BrandScope> inside = new AtomicReference<>();

        ActiveBrandScope.run(BrandScope.of(AURORA), () -> inside.set(ActiveBrandScope.current()));

        assertThat(inside.get().includes(AURORA)).isTrue();
        assertThat(inside.get().includes(BOREAL)).isFalse();
        assertThat(ActiveBrandScope.current()).isEqualTo(BrandScope.nothing());
    }

    @Test
    void a_claim_names_one_brand_or_the_group() {
        assertThat(BrandScope.parse("aurora")).isEqualTo(BrandScope.of(AURORA));
        assertThat(BrandScope.parse("*").includes(BOREAL)).isTrue();
        assertThatThrownBy(() -> BrandScope.parse("Aurora' or '1'='1")).isInstanceOf(IllegalArgumentException.class);
    }
}

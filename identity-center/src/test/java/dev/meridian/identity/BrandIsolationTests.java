package dev.meridian.identity;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.BrandIsolation;
import dev.meridian.platform.testing.TestTokens;
import org.junit.jupiter.api.Test;

class BrandIsolationTests extends IdentityTest {

    private static final String GROUP_ONLY = "answered 403 to every brand, before anything is read";

    private final ApiClient api;

    BrandIsolationTests(ApiClient api) {
        this.api = api;
    }

    @Test
    void nothing_tells_a_brand_about_another() {
        BrandIsolation.of(api.as(TestTokens.brand("boreal", ALL)))
                .id("key", "aurora", "nobody")
                .id("id", "aurora.backend", "aurora.nobody")
                .without("putBrand", GROUP_ONLY)
                .without("putChannel", GROUP_ONLY)
                .without("putClient", GROUP_ONLY)
                .without("deleteClient", GROUP_ONLY)
                .without("approveClient", GROUP_ONLY)
                .without("disableClient", GROUP_ONLY)
                .without("enableClient", GROUP_ONLY)
                .without("issueClientSecret", GROUP_ONLY)
                .without("retireClientSecret", GROUP_ONLY)
                .without("getProvisioning", GROUP_ONLY)
                .verify();
    }
}

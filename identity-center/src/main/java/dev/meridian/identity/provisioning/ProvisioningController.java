package dev.meridian.identity.provisioning;

import dev.meridian.identity.access.GroupCallers;
import dev.meridian.platform.tokens.Caller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How Keycloak stands, over HTTP. */
@RestController
final class ProvisioningController {

    private final Provisioning provisioning;

    ProvisioningController(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    @GetMapping("/api/identity/provisioning")
    ProvisioningStatus status(Caller caller) {
        GroupCallers.require(caller);
        return provisioning.status();
    }
}

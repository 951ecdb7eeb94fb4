package dev.slipway.platform;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The platform itself. */
@RestController
@RequestMapping("/api/v1/platform")
@Tag(name = "Platform")
class PlatformController {

	private final Shutdown shutdown;

	PlatformController(Shutdown shutdown) {
		this.shutdown = shutdown;
	}

	/** Stops the platform, and with {@code pods=stop} every pod and database too. */
	@PostMapping("/shutdown")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Stops the platform",
			description = "Admins only. With pods=stop the pods of the local cluster end too.")
	void shutdown(Actor actor, @RequestParam(defaultValue = "keep") String pods) {
		if (actor.role() != Role.ADMIN) {
			throw new AccessDenied(actor.name() + " needs the role ADMIN");
		}
		if (!pods.equals("keep") && !pods.equals("stop")) {
			throw Problem.invalid("pods", "pods is 'keep' or 'stop'");
		}
		this.shutdown.begin(pods.equals("stop"));
	}

}

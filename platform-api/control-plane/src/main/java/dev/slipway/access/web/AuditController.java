package dev.slipway.access.web;

import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.access.AuditLog;
import dev.slipway.access.Role;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what. Operators see everything, others what they did themselves. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Access")
class AuditController {

	private final AuditLog audit;

	AuditController(AuditLog audit) {
		this.audit = audit;
	}

	@GetMapping
	@Operation(summary = "Who changed what, newest first",
			description = "Operators see everything, others what they did themselves.")
	Page<AuditLog.Entry> list(Actor actor, @RequestParam(defaultValue = "50") int limit,
			@RequestParam(required = false) @Nullable String cursor) {
		int count = Math.max(1, Math.min(limit, 500));
		String only = (actor.role().compareTo(Role.OPERATOR) >= 0) ? null : actor.name();
		List<AuditLog.Entry> entries = this.audit.list(before(cursor), only, count + 1);
		if (entries.size() <= count) {
			return new Page<>(entries, null);
		}
		List<AuditLog.Entry> page = entries.subList(0, count);
		return new Page<>(page, Long.toString(page.get(count - 1).id()));
	}

	private static long before(@Nullable String cursor) {
		try {
			return (cursor != null && !cursor.isEmpty()) ? Long.parseLong(cursor) : Long.MAX_VALUE;
		}
		catch (NumberFormatException ex) {
			throw Problem.invalid("cursor", "The cursor is not one that an answer gave");
		}
	}

}

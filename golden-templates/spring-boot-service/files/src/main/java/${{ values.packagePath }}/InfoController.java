package ${{ values.package }};

import java.util.Map;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says which release and which pod answers, so that a person sees a release move. */
@RestController
class InfoController {

	static final String GREETING = "Hello from ${{ values.name }}";

	private final String release;

	private final String pod;

	InfoController(@Value("${SLIPWAY_RELEASE:local}") String release, @Value("${HOSTNAME:local}") String pod) {
		this.release = release;
		this.pod = pod;
	}

	@GetMapping("/")
	Map<String, String> info() {
		return Map.of("service", "${{ values.name }}", "greeting", GREETING, "release", this.release, "pod", this.pod);
	}

}

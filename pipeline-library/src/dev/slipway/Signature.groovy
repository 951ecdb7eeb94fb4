package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec

/** HMAC-SHA256 over the time in seconds, a dot and the body, as the platform signs its own webhooks. */
class Signature implements Serializable {

	private static final long serialVersionUID = 1L

	static final String TIMESTAMP = 'Slipway-Timestamp'

	static final String HEADER = 'Slipway-Signature'

	/** The header's value. */
	@NonCPS
	static String of(String secret, long epochSecond, String body) {
		Mac mac = Mac.getInstance('HmacSHA256')
		mac.init(new SecretKeySpec(secret.getBytes('UTF-8'), 'HmacSHA256'))
		byte[] signed = mac.doFinal("${epochSecond}.${body}".toString().getBytes('UTF-8'))
		'sha256=' + signed.encodeHex().toString()
	}

	/**
	 * A script that signs with openssl and sends with curl, for pipelines whose sandbox denies them javax.crypto. The
	 * secret comes from SLIPWAY_EVENTS_KEY; openssl has it as an argument, which the agent's own processes can see.
	 */
	@NonCPS
	static String script(String address, String body) {
		List<String> arguments = ['curl', '--silent', '--show-error', '--max-time', '10', '--output', '/dev/null',
				'--write-out', '%{http_code}', '--request', 'POST', '--header', 'Content-Type: application/json']
		'set +x\n' + "body=${Shell.quote(body)}\n" + '''at=$(date +%s)
signature=$(printf '%s.%s' "$at" "$body" | openssl dgst -sha256 -hmac "$SLIPWAY_EVENTS_KEY" | sed 's/^.*= *//')
''' + Shell.command(arguments) + " --header \"${TIMESTAMP}: \$at\" --header \"${HEADER}: sha256=\$signature\"" \
				+ ' --data-binary "$body" ' + Shell.quote(address) + ' || true'
	}

}

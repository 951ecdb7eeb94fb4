package dev.slipway.library

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpHandler
import com.sun.net.httpserver.HttpServer

/** A server that answers requests in the given order, over real HTTP. */
class PlatformDouble implements HttpHandler, Closeable {

	final List<String> requests = Collections.synchronizedList([])

	final Map<String, String> headers = [:]

	private final LinkedList<List> answers

	private final HttpServer server

	/** What the token reaches, as the platform decides it; null for all. */
	private final String scope

	/** Each answer is a status and a body; the token is that of a build of orders. */
	PlatformDouble(List<List> answers) {
		this(answers, 'services/orders')
	}

	PlatformDouble(List<List> answers, String scope) {
		this.scope = scope
		this.answers = new LinkedList<List>(answers)
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName('127.0.0.1'), 0), 0)
		this.server.createContext('/', this)
		this.server.start()
	}

	String getUrl() {
		"http://127.0.0.1:${server.address.port}"
	}

	@Override
	void handle(HttpExchange exchange) {
		requests.add("${exchange.requestMethod} ${exchange.requestURI} ${exchange.requestBody.getText('UTF-8')}".trim())
		exchange.requestHeaders.each { name, values -> headers[name] = values[0] }
		List answer = covered(exchange.requestURI.path) ? answers.poll() : [403, '{"detail":"The token does not reach this"}']
		byte[] body = answer[1].getBytes('UTF-8')
		if (answer[0] == 202) {
			exchange.responseHeaders.add('Location', exchange.requestURI.toString() + '/3')
		}
		exchange.sendResponseHeaders(answer[0] as int, body.length)
		exchange.responseBody.write(body)
		exchange.close()
	}

	/** Events of builds are signed and have no token. */
	private boolean covered(String path) {
		scope == null || path == "/api/v1/${scope}".toString() || path.startsWith("/api/v1/${scope}/") || path.startsWith('/api/v1/build-server/')
	}

	@Override
	void close() {
		server.stop(0)
	}

}

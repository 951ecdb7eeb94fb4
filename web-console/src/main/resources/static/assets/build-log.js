// Shows a build's log from the start and follows it while the build runs.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
	const view = document.getElementById("build-log");
	const follow = document.getElementById("follow");
	let next = 0;
	let busy = false;
	let again = false;

	function append(text) {
		const atEnd = view.scrollTop + view.clientHeight >= view.scrollHeight - 40;
		for (const line of text.split(/(?<=\n)/)) {
			const span = document.createElement("span");
			if (/\bERROR\b|BUILD FAILURE|\bFAILED\b/.test(line)) {
				span.className = "is-error";
			}
			else if (/\bWARN(ING)?\b/.test(line)) {
				span.className = "is-warn";
			}
			else if (/^\[Pipeline\]|^\+ /.test(line)) {
				span.className = "is-step";
			}
			span.textContent = line.replace(/\u001b\[[0-9;]*m/g, "");
			view.append(span);
		}
		if (follow.checked && (atEnd || next === 0)) {
			view.scrollTop = view.scrollHeight;
		}
	}

	async function read() {
		if (busy) {
			again = true;
			return;
		}
		busy = true;
		try {
			for (let more = true; more;) {
				const answer = await fetch(view.dataset.log + "?start=" + next).catch(() => null);
				if (!answer?.ok) {
					break;
				}
				const text = await answer.text();
				const until = Number(answer.headers.get("X-Next-Start") || next);
				if (text) {
					append(text);
				}
				more = until > next;
				next = until;
				if (answer.headers.get("X-Complete") === "true" && !more) {
					source?.close();
					clearInterval(timer);
				}
			}
		}
		finally {
			busy = false;
			if (again) {
				again = false;
				setTimeout(read, 200);
			}
		}
	}

	let source = null;
	let timer = 0;
	if (view.dataset.going === "true") {
		source = new EventSource("/api/v1/events?topic=" + encodeURIComponent(view.dataset.topic));
		["log", "result", "stage"].forEach((name) => source.addEventListener(name, read));
		timer = setInterval(read, 3000);
		window.addEventListener("pagehide", () => source.close());
	}
	read();
});

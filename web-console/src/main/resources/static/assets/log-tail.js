// The live tail: records appear at the top as they are written.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
	const button = document.getElementById("tail");
	const records = document.getElementById("records");
	const form = document.getElementById("log-form");
	const colours = { ERROR: "red", FATAL: "red", WARN: "yellow", INFO: "blue" };
	const levels = { ERROR: "ERROR,FATAL", WARN: "WARN,ERROR,FATAL", INFO: "INFO,WARN,ERROR,FATAL" };
	let source = null;

	function element(name, text, className) {
		const made = document.createElement(name);
		made.textContent = text;
		if (className) {
			made.className = className;
		}
		return made;
	}

	function two(number) {
		return String(number).padStart(2, "0");
	}

	function time(text) {
		const at = new Date(text);
		return at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()) + " " + two(at.getHours()) + ":" + two(at.getMinutes()) + ":" + two(at.getSeconds());
	}

	function show(record) {
		const level = (record.level || "").toUpperCase();
		const line = document.createElement("details");
		line.className = "is-new is-" + (colours[level] || "secondary");
		const summary = document.createElement("summary");
		summary.append(element("time", time(record.timestamp), "mono"), element("b", level), element("span", record.message, "mono"));
		const list = element("dl", "", "slip-dl");
		const facts = { Logger: record.logger, Pod: record.pod, Release: record.release, Trace: record.traceId, ...record.fields };
		for (const [name, value] of Object.entries(facts)) {
			if (value) {
				list.append(element("dt", name), element("dd", value, "mono"));
			}
		}
		line.append(summary, list);
		if (record.stackTrace) {
			line.append(element("pre", record.stackTrace, "slip-stack"));
		}
		records.prepend(line);
		while (records.childElementCount > 1000) {
			records.lastElementChild.remove();
		}
		document.getElementById("no-records")?.remove();
	}

	function stop() {
		source?.close();
		source = null;
		button.setAttribute("aria-pressed", "false");
		button.classList.remove("btn-primary");
		button.querySelector("span").textContent = "Live tail";
	}

	function start() {
		const asked = new FormData(form);
		const query = new URLSearchParams({ query: asked.get("query") || "", level: levels[asked.get("level")] || "" });
		if (asked.get("env")) {
			query.set("environment", asked.get("env"));
		}
		source = new EventSource(button.dataset.events + "?" + query);
		source.addEventListener("line", (event) => show(JSON.parse(event.data)));
		button.setAttribute("aria-pressed", "true");
		button.classList.add("btn-primary");
		button.querySelector("span").textContent = "Stop the tail";
	}

	button?.addEventListener("click", () => (source ? stop() : start()));
	window.addEventListener("pagehide", stop);
});

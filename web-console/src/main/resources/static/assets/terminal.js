// Text as a terminal shows it: colours, and lines that are written over.
"use strict";

(function () {
	const ESCAPE = /\u001b(?:\[([0-9;:]*)m|\[[0-9;?]*[ -\/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g;
	const STEPS = [0, 95, 135, 175, 215, 255];

	// Of the 256 colours the last 240: a cube and a ramp of grey.
	function colour(number) {
		if (number < 232) {
			const at = number - 16;
			return `rgb(${STEPS[Math.floor(at / 36)]},${STEPS[Math.floor(at / 6) % 6]},${STEPS[at % 6]})`;
		}
		const grey = 8 + (number - 232) * 10;
		return `rgb(${grey},${grey},${grey})`;
	}

	// Select graphic rendition: what the numbers change of a style {bold, fg, bg}.
	function rendition(style, numbers) {
		const codes = numbers.split(/[;:]/).map((one) => Number(one || 0));
		for (let i = 0; i < codes.length; i++) {
			const code = codes[i];
			if (code === 0) { style = { bold: false, fg: null, bg: null }; }
			else if (code === 1) { style = { ...style, bold: true }; }
			else if (code === 22) { style = { ...style, bold: false }; }
			else if (code >= 30 && code <= 37) { style = { ...style, fg: code - 30 }; }
			else if (code >= 90 && code <= 97) { style = { ...style, fg: code - 82 }; }
			else if (code === 39) { style = { ...style, fg: null }; }
			else if (code >= 40 && code <= 47) { style = { ...style, bg: code - 40 }; }
			else if (code >= 100 && code <= 107) { style = { ...style, bg: code - 92 }; }
			else if (code === 49) { style = { ...style, bg: null }; }
			else if ((code === 38 || code === 48) && codes[i + 1] === 5) {
				const number = Math.min(255, codes[i + 2] || 0);
				style = (code === 38) ? { ...style, fg: number } : { ...style, bg: number };
				i += 2;
			}
			else if (code === 38 || code === 48) { i += (codes[i + 1] === 2) ? 4 : 1; }
		}
		return style;
	}

	function painted(text, style) {
		if (!style.bold && style.fg === null && style.bg === null) {
			return document.createTextNode(text);
		}
		const span = document.createElement("span");
		span.textContent = text;
		if (style.bold) { span.classList.add("ansi-bold"); }
		if (style.fg !== null) { (style.fg < 16) ? span.classList.add("ansi-" + style.fg) : span.style.color = colour(style.fg); }
		if (style.bg !== null) { (style.bg < 16) ? span.classList.add("ansi-bg-" + style.bg) : span.style.backgroundColor = colour(style.bg); }
		return span;
	}

	// What a terminal shows of a line in the end: a carriage return begins it anew, as progress bars do.
	function shown(text) {
		const whole = text.replace(/[\r\n]+$/, "");
		return whole.slice(whole.lastIndexOf("\r") + 1);
	}

	// One line of a log, with the style that it begins with; text only ever becomes text nodes, so nothing in a log
	// is markup. Gives the row and the style at its end.
	function line(raw, offset, style) {
		const text = shown(raw) + "\n";
		const row = document.createElement("div");
		row.dataset.offset = offset;
		let plain = "";
		let at = 0;
		for (const found of text.matchAll(ESCAPE)) {
			if (found.index > at) {
				row.append(painted(text.slice(at, found.index), style));
				plain += text.slice(at, found.index);
			}
			if (found[1] !== undefined) {
				style = rendition(style, found[1]);
			}
			at = found.index + found[0].length;
		}
		row.append(painted(text.slice(at), style));
		plain += text.slice(at);
		if (/\bERROR\b|BUILD FAILURE|\bFAILED\b/.test(plain)) { row.className = "is-error"; }
		else if (/\bWARN(ING)?\b/.test(plain)) { row.className = "is-warn"; }
		else if (/^\[Pipeline\]|^\+ /.test(plain)) { row.className = "is-step"; }
		return { row, style };
	}

	function bytes(text) {
		let count = 0;
		for (let i = 0; i < text.length; i++) {
			const code = text.charCodeAt(i);
			count += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code <= 0xdfff ? 2 : 3;
		}
		return count;
	}

	window.slipway.terminal = { line, bytes, plain: () => ({ bold: false, fg: null, bg: null }) };
})();

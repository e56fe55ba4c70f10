// What a browser has and Node lacks: EventSource, and the page that the snippet updates.
// Each line on standard output is one thing that was seen.
const Plain = require("eventsource");
class EventSource extends Plain {
  constructor(url, settings) {
    super(url, settings);
    this.addEventListener("open", () => console.log("open"));
  }
}
const appendMessageToChat = (msg) => console.log("append", msg.id);
const showTypingIndicator = (role) => console.log("typing", role);
console.error = (text) => console.log(text);

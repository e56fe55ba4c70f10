const taskId = "task_xyz789";
const apiKey = "g0_sk_your_api_key";
const messageStream = new EventSource(
`https://g0hub.com/api/v1/dashboard/messages/${taskId}/stream?token=${apiKey}`
);
messageStream.addEventListener("message", (event) => {
const msg = JSON.parse(event.data);
console.log(`[${msg.senderRole}] ${msg.content}`);
// Update your UI with the new message
appendMessageToChat(msg);
});
messageStream.addEventListener("typing", (event) => {
const data = JSON.parse(event.data);
showTypingIndicator(data.senderRole);
});
messageStream.onerror = () => {
console.error("Message stream disconnected. Reconnecting...");
};

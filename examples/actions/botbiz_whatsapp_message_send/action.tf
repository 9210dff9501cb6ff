# Sent when you say so: terraform apply -invoke=action.botbiz_whatsapp_message_send.hello
action "botbiz_whatsapp_message_send" "hello" {
  config {
    to      = "+14155550199"
    type    = "text"
    content = "Hello! How can we help you today?"
  }
}

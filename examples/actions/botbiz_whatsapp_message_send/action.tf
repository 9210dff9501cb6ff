action "botbiz_whatsapp_message_send" "hello" {
  config {
    to      = "+14155550199"
    type    = "text"
    content = "Hello! How can we help you today?"
  }
}

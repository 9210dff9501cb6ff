resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

resource "botbiz_whatsapp_account_connection" "support" {
  account_id = botbiz_whatsapp_account.support.id

  # Sends the message when the account is connected.
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.botbiz_whatsapp_message_send.line_is_up]
    }
  }
}

action "botbiz_whatsapp_message_send" "line_is_up" {
  config {
    to      = "+14155550199"
    type    = "text"
    content = "The support line is connected."
  }
}

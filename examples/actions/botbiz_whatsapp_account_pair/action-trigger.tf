resource "botbiz_whatsapp_account" "sales" {
  phone_number = "+14155550101"
  name         = "Sales"
}

action "botbiz_whatsapp_account_pair" "sales" {
  config {
    account_id = botbiz_whatsapp_account.sales.id
    timeout    = "10m"
  }
}

# Triggers the action before it is created. If the phone logs out later, the next apply draws a new code.
resource "botbiz_whatsapp_account_connection" "sales" {
  account_id = botbiz_whatsapp_account.sales.id

  lifecycle {
    action_trigger {
      events  = [before_create]
      actions = [action.botbiz_whatsapp_account_pair.sales]
    }
  }
}

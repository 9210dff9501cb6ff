# One apply creates the account, draws the code, waits for the phone, and goes on.
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

# Runs the action first. Should the phone log out one day, the next apply draws a code again.
resource "botbiz_whatsapp_account_connection" "sales" {
  account_id = botbiz_whatsapp_account.sales.id

  lifecycle {
    action_trigger {
      events  = [before_create]
      actions = [action.botbiz_whatsapp_account_pair.sales]
    }
  }
}

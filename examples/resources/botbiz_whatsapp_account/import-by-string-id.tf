import {
  to = botbiz_whatsapp_account.support
  id = "wha_12345" # or the phone number, "+14155550100"
}

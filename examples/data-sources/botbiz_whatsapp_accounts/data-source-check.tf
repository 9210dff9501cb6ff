data "botbiz_whatsapp_accounts" "all" {}

# Every plan and apply warns while an account is not connected. The check does not make them fail.
check "all_connected" {
  assert {
    condition = alltrue([for account in data.botbiz_whatsapp_accounts.all.accounts : account.status == "connected"])
    error_message = format("Not connected: %s.", join(", ", [
      for account in data.botbiz_whatsapp_accounts.all.accounts : account.id if account.status != "connected"
    ]))
  }
}
